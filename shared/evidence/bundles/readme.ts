/** The README in every bundle. */
export const readme = `# 证据包 / Evidence bundle

## 中文

此证据包说明一个项目（或一段时间）的审批历史，并能在没有我们、没有网络的情况下核验。

核验方法，任选其一：

- 双击 \`verify.html\`，选择整个 ZIP 文件。页面不访问网络。
- \`node verify.mjs <证据包.zip>\`（Node 20 以上）。退出码 0 表示全部成立，1 表示发现问题，2 表示用法有误或文件无法读取。

附件不在包中的（\`attachments.json\` 中 \`included\` 为 false），从证据包所在页面另行下载：小的附件合为若干 ZIP，大的各自原样下载，无须拼接。把它们与证据包放在同一文件夹后核验：\`node verify.mjs 证据包.zip 文件夹\`，或在 \`verify.html\` 中全部选中。被改动、缺少、多出、调换的附件会逐个指出；没有给出附件时，只核对其哈希，并如实说明。

请把您另外得到的两样东西一并给出，否则只能证明证据包前后一致：
\`node verify.mjs 证据包.zip --key <公钥指纹> --checkpoint "<邮箱中收到的一行>"\`。
为防核验程序本身被替换，可使用以前保存的、或从产品下载的 \`verify.mjs\`。

文件：

- \`manifest.json\`：此包自称是什么（范围、数量、何时由谁导出）和其余每个文件的 SHA-256。
- \`events.ndjson\`：事件，每行一条，RFC 8785 规范形式，按链、按编号排列。\`hash\` 是去掉 \`hash\` 成员后整行的 SHA-256；\`previousHash\` 是同一条链上一条的 \`hash\`，第一条为 64 个 0。
- \`checkpoints.json\`：检查点，依次以 \`previous\` 相连；\`signature\` 是对去掉 \`hash\`、\`signature\` 后的规范形式的 ECDSA P-256（SHA-256）签名，DER，base64。
- \`leaves/<编号>.json\`（期间）：该检查点时所有链的链首；\`proofs.json\`（项目）：此项目的链首在检查点下的包含证明。Merkle 树按 RFC 9162 第 2.1 节，叶为 \`{chain, seq, hash}\` 的规范形式。
- \`revisions/<项目>/<次数>.json\`：申报内容的规范形式，其 SHA-256 即 \`submitted\` 事件的 \`contentHash\`。
- \`details/<链>/<编号>.json\`：决定的细节（核减、退回的字段、补充内容），其 SHA-256 即该事件的 \`detailsHash\`。
- \`opinions/<链>/<编号>.txt\`：事件中放不下的意见全文，其 SHA-256 即该事件的 \`commentHash\`。
- \`attachments.json\`：申报内容和决定的补充内容中提到的附件：路径、大小、类型、SHA-256，在哪一份文件的何处以何名称提到，不在包中的在第几部分。只为查阅：以 \`revisions/\`、\`details/\` 中所写为准，两者不符会被指出。
- \`attachments/<项目>/<哈希前 12 位>-<名称>\`：附件本身，其 SHA-256 即申报内容或决定中的 \`sha256\`。
- \`key.pem\`：签名公钥。\`report.html\`：供阅读的简短报告。

核验不能说明的：\`manifest.json\` 中的导出人和时间；事件发生时所述是否属实；最后一个检查点之后的事。

内容和附件中可能有个人信息（姓名、电话），请依法保管。

## English

This bundle tells the approval history of a project, or of a period, and can be verified without us and without a network.

Verify it in one of two ways:

- Open \`verify.html\` by a double click and choose the ZIP file. The page uses no network.
- \`node verify.mjs <bundle.zip>\` (Node 20 or later). Exit code 0: all holds; 1: findings; 2: wrong usage, or the file cannot be read.

Attached files that are not in the bundle (\`included\` is false in \`attachments.json\`) are downloads of their own on the page of the bundle: small ones together in ZIP archives, each larger one as it is; nothing has to be put together. Lay them in one folder and verify them with the bundle: \`node verify.mjs bundle.zip folder\`, or choose all of them in \`verify.html\`. A file that was changed, is missing, additional or swapped is named; where none is given, only their hashes are checked, and that is said.

Give the two things that you got in another way; without them only the bundle's consistency is shown:
\`node verify.mjs bundle.zip --key <fingerprint> --checkpoint "<the line from your mailbox>"\`.
Against an exchanged verifier use a \`verify.mjs\` that you kept from earlier or downloaded from the product.

Files:

- \`manifest.json\`: what the bundle claims to be (scope, numbers, when and by whom it was made), and the SHA-256 of every other file.
- \`events.ndjson\`: the events, one a line, in RFC 8785 canonical form, by chain and number. \`hash\` is the SHA-256 of the line without its member \`hash\`; \`previousHash\` is the \`hash\` of the event before in its chain, 64 zeros in the first.
- \`checkpoints.json\`: the checkpoints, linked by \`previous\`; \`signature\` is ECDSA P-256 with SHA-256 over the canonical form without \`hash\` and \`signature\`, DER in base64.
- \`leaves/<number>.json\` (period): the heads of all chains at that checkpoint; \`proofs.json\` (project): that the project's head is under checkpoints. The Merkle tree is that of RFC 9162 §2.1, a leaf the canonical form of \`{chain, seq, hash}\`.
- \`revisions/<project>/<revision>.json\`: a declaration in canonical form; its SHA-256 is the \`contentHash\` of its \`submitted\` event.
- \`details/<chain>/<number>.json\`: the details of a decision (cuts, returned fields, what was supplied); their SHA-256 is the event's \`detailsHash\`.
- \`opinions/<chain>/<number>.txt\`: an opinion too long for its event, whole; its SHA-256 is the event's \`commentHash\`.
- \`attachments.json\`: the files that declarations and what was supplied with decisions name: path, size, type, SHA-256, which text names it where and as what, and the number of the part that holds it. For reading: what counts is in \`revisions/\` and \`details/\`, and a difference is told.
- \`attachments/<project>/<12 digits of the hash>-<name>\`: the files themselves; their SHA-256 is the \`sha256\` in the declaration or the decision.
- \`key.pem\`: the public key. \`report.html\`: a short report for reading.

What a verification does not show: who made the bundle and when (\`manifest.json\`); whether what an event tells was true; anything after the last checkpoint.

Contents and attached files may hold personal data (names, telephone numbers): keep them as the law asks.
`;
