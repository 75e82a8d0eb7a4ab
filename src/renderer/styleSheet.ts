import { graphStyle } from './graphStyle.ts'
import { plotStyle } from './plotStyle.ts'
import { valueStyle } from './valueStyle.ts'

/**
 * The look of all outputs, in the editor's own colours. Everything is under `.flinknb`; fallbacks are for where there is no
 * VS Code around.
 */
export const styleSheet = `
.flinknb {
  --fg: var(--vscode-foreground, light-dark(#3b3b3b, #cccccc));
  --muted: var(--vscode-descriptionForeground, light-dark(#616161, #9d9d9d));
  --line: color-mix(in srgb, var(--fg) 14%, transparent);
  --faint: color-mix(in srgb, var(--fg) 5%, transparent);
  --surface: var(--vscode-editorWidget-background, light-dark(#f8f8f8, #202020));
  --accent: var(--vscode-charts-blue, #2f7ed8);
  --good: var(--vscode-charts-green, #1b9e77);
  --bad: var(--vscode-editorError-foreground, #d1495b);
  --warn: var(--vscode-editorWarning-foreground, #a6851a);
  --focus: var(--vscode-focusBorder, #2f7ed8);
  color: var(--fg);
  font-family: var(--vscode-font-family, system-ui, sans-serif);
  font-size: 12px;
  line-height: 1.4;
  padding: 4px 0 2px;
  max-width: 100%;
}
.vscode-high-contrast .flinknb, .vscode-high-contrast-light .flinknb {
  --line: var(--vscode-contrastBorder, currentColor);
  --faint: transparent;
}
.flinknb [hidden] { display: none !important; }
.flinknb *:focus-visible { outline: 1px solid var(--focus); outline-offset: 1px; }

.flinknb-button {
  font: inherit; color: var(--fg); background: transparent;
  border: 1px solid var(--line); border-radius: 4px; padding: 0 8px; height: 20px; line-height: 18px; cursor: pointer;
}
.flinknb-button:hover { background: var(--vscode-toolbar-hoverBackground, var(--faint)); }

.flinknb-status {
  display: flex; flex-wrap: wrap; align-items: center; gap: 2px 14px;
  min-height: 24px; padding: 2px 2px 0; color: var(--muted); font-variant-numeric: tabular-nums;
}
.flinknb-sign { width: 12px; margin-right: -9px; text-align: center; font-size: 10px; }
.flinknb-phase { color: var(--fg); }
.flinknb-status[data-phase='running'] .flinknb-sign, .flinknb-status[data-phase='finished'] .flinknb-sign { color: var(--good); }
.flinknb-status[data-phase='backpressured'] .flinknb-sign { color: var(--warn); }
.flinknb-status[data-phase='failed'] .flinknb-sign { color: var(--bad); }
.flinknb-warning { color: var(--warn); text-decoration: underline dotted; cursor: help; }
.flinknb-link { font: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
.flinknb-dead-letters { border: 1px solid var(--line); border-radius: 4px; padding: 6px 10px; }
.flinknb-note { font-style: italic; }
.flinknb-pause { margin-left: auto; }
.flinknb-error { flex-basis: 100%; color: var(--bad); white-space: pre-wrap; overflow-wrap: anywhere; }

.flinknb-table-frame { position: relative; border: 1px solid var(--line); border-radius: 4px; overflow: hidden; }
.flinknb .flinknb-table { overflow: auto; overflow-anchor: none; scrollbar-gutter: auto; }
.flinknb .flinknb-table table {
  border-collapse: separate; border-spacing: 0; table-layout: fixed; margin: 0; border: 0;
  font-size: 12px; font-variant-numeric: tabular-nums; color: var(--fg);
}
.flinknb .flinknb-table th {
  position: sticky; top: 0; z-index: 1; height: 28px; box-sizing: border-box;
  background: var(--surface); border: 0; border-bottom: 1px solid var(--line);
  font-weight: 600; text-align: left; color: var(--fg);
}
.flinknb .flinknb-table td { height: 24px; box-sizing: border-box; border: 0; border-bottom: 1px solid var(--faint); text-align: left; }
.flinknb .flinknb-table th, .flinknb .flinknb-table td {
  padding: 0 12px; white-space: pre; overflow: hidden; text-overflow: ellipsis; line-height: 20px;
}
.flinknb .flinknb-table tbody tr { background: transparent; }
.flinknb .flinknb-rows tr:hover td { background: var(--vscode-list-hoverBackground, var(--faint)); }
.flinknb .flinknb-table .flinknb-number { text-align: right; }
.flinknb .flinknb-spacer td { padding: 0; border: 0; }
.flinknb .flinknb-object { font-family: var(--vscode-editor-font-family, monospace); }
.flinknb .flinknb-table td.flinknb-null { color: var(--muted); opacity: 0.7; font-style: italic; }
.flinknb-newest { position: absolute; right: 20px; bottom: 14px; background: var(--surface); box-shadow: 0 1px 4px rgba(0, 0, 0, 0.25); }
.flinknb-empty {
  position: absolute; inset: 0; display: flex; align-items: center; justify-content: center;
  color: var(--muted); pointer-events: none; text-align: center; padding: 0 24px;
}

.flinknb-plot { position: relative; margin: 0; }
.flinknb-canvas { height: 340px; width: 100%; }
.flinknb-plot[data-empty] .flinknb-canvas { visibility: hidden; }
.flinknb-plot .flinknb-empty { bottom: 24px; }
.flinknb-summary { color: var(--muted); padding: 0 2px; min-height: 17px; font-variant-numeric: tabular-nums; }
.flinknb-summary:empty { display: none; }

${plotStyle}
.flinknb-title { font-weight: 600; padding: 0 2px 6px; }
.flinknb-cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(215px, 1fr)); gap: 10px; max-width: 980px; }
.flinknb-card {
  border: 1px solid var(--line); border-radius: 6px; background: var(--surface); padding: 10px 12px 8px;
  font-variant-numeric: tabular-nums; min-width: 0;
}
.flinknb-card-name { display: flex; justify-content: space-between; gap: 8px; color: var(--fg); font-weight: 600; }
.flinknb-card-hint { color: var(--muted); font-weight: normal; }
.flinknb-card-value { font-size: 26px; line-height: 34px; font-weight: 300; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.flinknb-sparkline { display: block; width: 100%; height: 36px; margin: 2px 0 4px; overflow: visible; }
.flinknb-sparkline-line { fill: none; stroke: var(--accent); stroke-width: 1.5; stroke-linejoin: round; }
.flinknb-sparkline-area { fill: var(--accent); opacity: 0.12; stroke: none; }
.flinknb-card-foot { display: flex; justify-content: space-between; gap: 8px; color: var(--muted); min-height: 17px; white-space: nowrap; }
.flinknb-trend[data-trend='improving'] { color: var(--good); }
.flinknb-trend[data-trend='worsening'] { color: var(--bad); }
${graphStyle}${valueStyle}`
