/** The look of displayed values: text, HTML, pictures, progress, rows and tabs. */
export const valueStyle = `
.flinknb-value { min-width: 0; }
.flinknb .flinknb-plain {
  margin: 0; font-family: var(--vscode-editor-font-family, monospace); font-size: var(--vscode-editor-font-size, 13px);
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 480px; overflow: auto; user-select: text;
}
.flinknb-html { font-size: 13px; line-height: 1.5; overflow-x: auto; user-select: text; }
.flinknb-html > :first-child { margin-top: 0; }
.flinknb-html > :last-child { margin-bottom: 0; }
.flinknb-html a { color: var(--vscode-textLink-foreground, var(--accent)); }
.flinknb-html code { font-family: var(--vscode-editor-font-family, monospace); }
.flinknb-html pre { background: var(--surface); border: 1px solid var(--line); border-radius: 4px; padding: 8px 10px; overflow: auto; }
.flinknb-html blockquote { margin: 8px 0; padding: 0 12px; border-left: 3px solid var(--line); color: var(--muted); }
.flinknb-html table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.flinknb-html th, .flinknb-html td { padding: 2px 10px; border-bottom: 1px solid var(--line); }
.flinknb-html th { font-weight: 600; }
.flinknb-html img, .flinknb-image { max-width: 100%; height: auto; }
.flinknb-progress { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 12px; min-height: 24px; font-variant-numeric: tabular-nums; }
.flinknb-progress-label { font-weight: 600; }
.flinknb-progress-bar {
  appearance: none; width: 240px; height: 8px; border: 1px solid var(--line); border-radius: 4px; overflow: hidden; background: var(--faint);
}
.flinknb-progress-bar::-webkit-progress-bar { background: transparent; }
.flinknb-progress-bar::-webkit-progress-value { background: var(--accent); }
.flinknb-progress[data-state='done'] .flinknb-progress-bar::-webkit-progress-value { background: var(--good); }
.flinknb-progress[data-state='stopped'] .flinknb-progress-bar::-webkit-progress-value { background: var(--muted); }
.flinknb-progress-bar:indeterminate {
  background: linear-gradient(90deg, transparent 0 30%, var(--accent) 30% 70%, transparent 70%) 0 0 / 200% 100%;
  animation: flinknb-under-way 2s linear infinite;
}
@keyframes flinknb-under-way { from { background-position: 200% 0; } to { background-position: 0 0; } }
@media (prefers-reduced-motion: reduce) { .flinknb-progress-bar:indeterminate { animation: none; } }
.flinknb-progress .flinknb-figure { color: var(--muted); }
.flinknb-row { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 8px 20px; align-items: start; }
.flinknb-row-part { min-width: 0; }
.flinknb-tab-list { display: flex; flex-wrap: wrap; gap: 0 4px; border-bottom: 1px solid var(--line); margin-bottom: 8px; }
.flinknb .flinknb-tab {
  font: inherit; color: var(--muted); background: transparent; border: 0; border-bottom: 2px solid transparent; margin-bottom: -1px;
  padding: 4px 10px; cursor: pointer;
}
.flinknb .flinknb-tab:hover { color: var(--fg); }
.flinknb .flinknb-tab[aria-selected='true'] { color: var(--fg); border-bottom-color: var(--accent); }
.flinknb-live > .flinknb { padding: 0; }
`
