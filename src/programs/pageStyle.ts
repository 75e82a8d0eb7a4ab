/** The look of an exported page, in light and in dark as the reader's system has it. */
export const pageStyle = `
:root { color-scheme: light dark; --fg: light-dark(#1f2328, #d6d6d6); --muted: light-dark(#616161, #9d9d9d);
  --line: light-dark(#e3e3e3, #333333); --surface: light-dark(#f6f7f8, #1e1e1e); --page: light-dark(#ffffff, #181818); --bad: light-dark(#b3261e, #f48771); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--fg); font: 15px/1.55 system-ui, sans-serif; }
main { max-width: 980px; margin: 0 auto; padding: 32px 24px 64px; }
section { margin: 0 0 20px; position: relative; }
h1, h2, h3 { line-height: 1.25; margin: 1.2em 0 0.5em; }
h1 { font-size: 28px; margin-top: 0; } h2 { font-size: 21px; } h3 { font-size: 17px; }
a { color: light-dark(#0b62b8, #4daafc); }
img { max-width: 100%; }
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; }
pre { margin: 0; overflow-x: auto; line-height: 1.5; }
.markdown code { background: var(--surface); padding: 1px 4px; border-radius: 3px; }
.markdown pre, .source, .raw pre { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 10px 14px; }
.markdown pre code { background: none; padding: 0; }
.markdown table { border-collapse: collapse; } .markdown th, .markdown td { border: 1px solid var(--line); padding: 4px 10px; }
.markdown blockquote { margin: 0; padding-left: 14px; border-left: 3px solid var(--line); color: var(--muted); }
.count { position: absolute; right: 100%; margin-right: 10px; top: 10px; color: var(--muted); font: 12px ui-monospace, monospace; }
.output { margin: 8px 0 0; padding: 0 2px; max-width: 100%; overflow-x: auto; }
pre.output { padding: 2px 14px; } div.output > pre, .drawn > pre { padding: 2px 12px; }
.stderr { color: light-dark(#8a5a00, #d7ba7d); } .error { color: var(--bad); white-space: pre-wrap; }
.comment { color: light-dark(#5f7a5f, #6a9955); } .string { color: light-dark(#a31515, #ce9178); }
.number { color: light-dark(#09704a, #b5cea8); } .keyword { color: light-dark(#0033b3, #569cd6); }
@media print { main { max-width: none; padding: 0; } section { break-inside: avoid; } }
`
