/** The style of a report. It is named in the page's content security policy by its hash: nothing else may style it. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #5b6169; --line: #d8dce1; --paper: #fff; --card: #f6f7f9; --high: #b3261e; --medium: #8a5300; --low: #3d5a80; --a: #1f6feb; --b: #8250df; --c: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #a3a9b1; --line: #363b42; --paper: #14161a; --card: #1c1f24; --high: #ff8a80; --medium: #ffc46b; --low: #9ec1f0; --a: #6ba6ff; --b: #c297ff; --c: #5fd17f; } }
body { margin: 0 auto; max-width: 960px; padding: 24px; font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 28px 0 8px; } h3 { font-size: 15px; margin: 0 0 4px; }
p { margin: 4px 0; } .soft { color: var(--soft); }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 3px 8px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px; margin: 12px 0; }
article.high { border-left: 4px solid var(--high); } article.medium { border-left: 4px solid var(--medium); } article.low { border-left: 4px solid var(--low); }
pre, code { font: 12px/1.5 ui-monospace, monospace; } pre { overflow-x: auto; margin: 6px 0; padding: 8px; border: 1px solid var(--line); border-radius: 4px; }
ul { margin: 6px 0; padding-left: 20px; }
svg { width: 100%; height: auto; } .grid { stroke: var(--line); } .axis { fill: var(--soft); font-size: 11px; }
.line { fill: none; stroke-width: 1.5; } .line0 { stroke: var(--a); } .line1 { stroke: var(--b); } .line2 { stroke: var(--c); }
.snapshot line { stroke: var(--soft); stroke-dasharray: 3 3; } .mark line { stroke: var(--medium); }
.key0 { color: var(--a); } .key1 { color: var(--b); } .key2 { color: var(--c); }
@media print { body { padding: 0; } article { break-inside: avoid; } }
`;
