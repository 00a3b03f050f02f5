/** Standing alone, so that a report looks the same in ten years. */
export const reportStyle = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1240px; padding: 24px; color: #1b1f24; background: #fff;
  font: 16px/1.7 -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
  font-variant-numeric: tabular-nums; }
h1 { font-size: 28px; line-height: 1.3; margin: 0 0 24px; }
h2 { font-size: 18px; margin: 24px 0 8px; }
p { margin: 0 0 8px; max-width: 75ch; }
[lang=en], small { color: #5b6570; font-size: 14px; }
.hash { font-family: ui-monospace, Consolas, monospace; font-size: 13px; overflow-wrap: anywhere; max-width: none; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 6px 8px; border-bottom: 1px solid #dfe3e8; overflow-wrap: anywhere; }
td:first-child, td:nth-child(3) { white-space: nowrap; }
.num { text-align: right; white-space: nowrap; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@media (max-width: 700px) { body { padding: 16px; } table { display: block; overflow-x: auto; } }
`;
