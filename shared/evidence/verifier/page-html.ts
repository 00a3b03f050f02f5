/** The verifier's page: one file with everything in it, and a policy that leaves it no way out. */

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; color: #1b1f24; background: #f6f7f9;
  font: 16px/1.7 -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 24px; }
h1 { font-size: 28px; line-height: 1.3; margin: 0 0 8px; }
h2 { font-size: 20px; margin: 0 0 8px; }
p { margin: 0 0 8px; overflow-wrap: anywhere; }
section { background: #fff; border: 1px solid #dfe3e8; border-radius: 8px; padding: 24px; margin-top: 24px; }
.en { display: block; color: #5b6570; font-size: 14px; font-weight: 400; }
.name, .place { font-size: 14px; font-variant-numeric: tabular-nums; }
#drop { border-style: dashed; border-color: #8b95a1; }
#drop label { font-weight: 600; }
input, textarea { display: block; width: 100%; margin: 4px 0 16px; padding: 8px; font: inherit; font-size: 14px;
  border: 1px solid #8b95a1; border-radius: 8px; background: #fff; }
button { font: inherit; padding: 6px 16px; border: 1px solid #0b5cad; border-radius: 8px; color: #0b5cad;
  background: #fff; cursor: pointer; }
:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px; }
.good { border-left: 6px solid #1b6e3c; }
.good h2 { color: #1b6e3c; }
.bad { border-left: 6px solid #b3261e; }
.bad h2 { color: #b3261e; }
#result h2:focus { outline: none; }
ol { padding-left: 24px; }
ol:empty { display: none; }
li { margin-bottom: 16px; }
.notes { margin-top: 16px; padding-top: 16px; border-top: 1px solid #dfe3e8; font-size: 14px; }
.notes:empty { display: none; }
#problem { color: #b3261e; }
summary { cursor: pointer; margin-bottom: 8px; }
@media (max-width: 600px) { main { padding: 16px; } section { padding: 16px; } }
`;

const body = `
<main>
<h1>核验证据包<span class="en" lang="en">Verify an evidence bundle</span></h1>
<p>选择证据包（ZIP）或导出文件（NDJSON）；附件不在包中的，把各部分和单个附件与证据包一起选中。核验只在本机进行，本页不访问网络。
<span class="en" lang="en">Choose a bundle (ZIP) or an export (NDJSON), and with a bundle the attached files that are not in it: its parts and single files. All is verified on this machine; the page uses no network.</span></p>
<section id="drop">
<label for="file">文件，可多选<span class="en" lang="en">Files: choose them, or drop them here</span></label>
<input id="file" type="file" multiple>
<details>
<summary>与您另外得到的比对<span class="en" lang="en">Compare with what you got in another way</span></summary>
<label for="key">公钥指纹（SHA-256）<span class="en" lang="en">Fingerprint of the key</span></label>
<input id="key" autocomplete="off" spellcheck="false">
<label for="checkpoints">邮箱中收到的检查点，每行一个<span class="en" lang="en">Checkpoints from your mailbox, one a line</span></label>
<textarea id="checkpoints" rows="3" spellcheck="false"></textarea>
<button id="again" type="button">重新核验 Verify again</button>
</details>
<div id="problem" role="alert"></div>
</section>
<section id="result" hidden></section>
</main>
`;

export interface PageParts {
  readonly script: string;
  /** What the policy names a text by: `'sha256-…'`. */
  readonly sourceOf: (text: string) => string;
}

/** Script and style are allowed by their hashes and nothing else is: no network, no other page, no form. */
export function pageHtml({ script, sourceOf }: PageParts): string {
  // The parser would end the script at this, wherever it stands.
  const safe = script.replaceAll('</', '<\\/');
  const policy = [
    "default-src 'none'",
    `script-src ${sourceOf(safe)}`,
    `style-src ${sourceOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>核验证据包 Verify · 会签 Countersign</title>
<style>${style}</style>
</head>
<body>${body}<script>${safe}</script>
</body>
</html>
`;
}
