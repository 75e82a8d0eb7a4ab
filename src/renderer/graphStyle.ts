/** The look of the dataflow. */
export const graphStyle = `
.flinknb-graph-empty { color: var(--muted); padding: 12px 2px; }
.flinknb-job + .flinknb-job { margin-top: 12px; }
.flinknb-flow { overflow: auto; max-height: 640px; border: 1px solid var(--line); border-radius: 4px; }
.flinknb-flow-canvas { position: relative; }
.flinknb-flow-canvas > svg { position: absolute; inset: 0; }
.flinknb-arrow-line { fill: none; stroke: var(--muted); stroke-width: 1.5; stroke-linejoin: round; }
.flinknb-arrow-side { stroke-dasharray: 5 4; }
.flinknb-arrow-head { fill: var(--muted); }
.flinknb-arrow-reach { fill: none; stroke: transparent; stroke-width: 14; cursor: pointer; }
.flinknb-operator {
  position: absolute; box-sizing: border-box; display: flex; flex-direction: column; gap: 1px; justify-content: center;
  padding: 5px 10px; font: inherit; font-variant-numeric: tabular-nums; text-align: left; color: var(--fg);
  background: var(--surface); border: 1px solid color-mix(in srgb, var(--fg) 35%, transparent); border-left-width: 5px; border-radius: 6px; cursor: pointer;
}
.flinknb-operator:hover { background: var(--vscode-list-hoverBackground, var(--surface)); }
.flinknb-operator[data-kind='source'], .flinknb-operator[data-kind='sink'] { border-radius: 16px; }
.flinknb-operator[data-level='busy'] { border-left-color: var(--accent); }
.flinknb-operator[data-level='low'], .flinknb-operator[data-level='held'] { border-left-color: var(--warn); }
.flinknb-operator[data-level='held'] { border-left-style: double; border-left-width: 7px; }
.flinknb-operator[data-bottleneck] { outline: 2px solid var(--bad); outline-offset: 1px; }
.flinknb .flinknb-operator:focus-visible, .flinknb .flinknb-arrow:focus-visible { outline: 2px solid var(--focus); outline-offset: 3px; }
.flinknb-operator-name { font-weight: 600; }
.flinknb-bottleneck { color: var(--bad); white-space: nowrap; }
.flinknb-operator-name, .flinknb-operator-line { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.flinknb-operator-line { color: var(--muted); }
.flinknb-share { display: flex; height: 5px; margin: 2px 0; border: 1px solid var(--line); border-radius: 3px; overflow: hidden; }
.flinknb-share-busy { background: var(--accent); }
.flinknb-share-held { background: repeating-linear-gradient(135deg, var(--warn) 0 3px, transparent 3px 5px); }
.flinknb-arrow {
  position: absolute; transform: translate(-50%, -50%); font: inherit; font-variant-numeric: tabular-nums; line-height: 16px; padding: 0 6px;
  color: var(--fg); background: var(--vscode-notebook-editorBackground, var(--vscode-editor-background, Canvas));
  border: 1px solid var(--line); border-radius: 9px; cursor: pointer; white-space: nowrap;
}
.flinknb-operator[aria-expanded='true'], .flinknb-arrow[aria-expanded='true'] { border-color: var(--focus); box-shadow: 0 0 0 1px var(--focus); }
.flinknb-graph-panel { border: 1px solid var(--line); border-top: 0; padding: 8px 10px; }
.flinknb-graph-panel-head { display: flex; gap: 12px; justify-content: space-between; align-items: flex-start; }
.flinknb-records { overflow: auto; max-height: 260px; }
.flinknb .flinknb-records table { border-collapse: collapse; margin: 0; font-size: 12px; font-variant-numeric: tabular-nums; color: var(--fg); }
.flinknb .flinknb-records th, .flinknb .flinknb-records td {
  padding: 2px 12px 2px 0; border: 0; border-bottom: 1px solid var(--faint); text-align: left; white-space: pre; max-width: 320px;
  overflow: hidden; text-overflow: ellipsis; background: transparent; line-height: 18px;
}
.flinknb .flinknb-records th { font-weight: 600; }
.flinknb .flinknb-records .flinknb-number { text-align: right; }
.flinknb-graph-text { color: var(--muted); padding: 4px 2px; }
.flinknb-graph-text summary { cursor: pointer; }
.flinknb-graph-list { margin: 4px 0; padding-left: 20px; overflow-wrap: anywhere; }
`
