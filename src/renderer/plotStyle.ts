/** The look of what stands around a plot. */
export const plotStyle = `
.flinknb-plot-buttons { display: flex; gap: 6px; padding: 2px; }
.flinknb-plot-buttons .flinknb-button { color: var(--muted); border-color: transparent; }
.flinknb-plot-buttons .flinknb-button:hover, .flinknb-plot-buttons .flinknb-button:focus-visible,
.flinknb-plot-buttons .flinknb-button[aria-expanded='true'] { color: var(--fg); border-color: var(--line); }
.flinknb-plot-record {
  display: flex; gap: 12px; align-items: flex-start; justify-content: space-between; margin: 4px 2px; padding: 6px 10px;
  border: 1px solid var(--line); border-radius: 4px; background: var(--surface); max-height: 200px; overflow: auto;
}

.flinknb-record { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; flex: 1; }
.flinknb-record dt { color: var(--muted); }
.flinknb-record dd { margin: 0 0 4px; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.flinknb-plot-data { max-height: 260px; overflow: auto; border: 1px solid var(--line); border-radius: 4px; margin: 4px 2px; }
.flinknb .flinknb-plot-data table { border-collapse: collapse; margin: 0; font-size: 12px; font-variant-numeric: tabular-nums; color: var(--fg); }
.flinknb .flinknb-plot-data caption { text-align: left; color: var(--muted); padding: 4px 10px; }
.flinknb .flinknb-plot-data th, .flinknb .flinknb-plot-data td {
  padding: 2px 10px; border: 0; border-bottom: 1px solid var(--faint); text-align: left; white-space: pre;
}
.flinknb .flinknb-plot-data th { position: sticky; top: 0; background: var(--surface); }
.flinknb .flinknb-plot-data .flinknb-number { text-align: right; }
`
