import { catalogue } from '../values/language.ts';

/** What stands around the document, in the reader's language; the document itself is Chinese. */
export const documentWords = catalogue(
  {
    title: '申报文本',
    tools: '文件操作',
    word: '下载 Word 文件',
    pdf: '下载 PDF',
    text: '下载文本文件',
    project: '返回项目',
    print: '打印：用浏览器的打印（Ctrl+P），或打印 PDF。',
    same: '核对一致：二维码所载内容就是下面的内容。',
    earlier: (revision: number) => `二维码所载内容是第 ${revision} 次申报；下面是现在的内容。`,
    unknown: '核对不一致：二维码所载内容不是本项目任何一次申报的内容。',
    qr: '二维码：本件地址和内容校验',
  },
  {
    title: 'Official document',
    tools: 'Document',
    word: 'Download for Word',
    pdf: 'Download the PDF',
    text: 'Download as text',
    project: 'Back to the project',
    print: 'To print, use the print command of the browser (Ctrl+P), or print the PDF.',
    same: 'It matches: the QR code is of the content below.',
    earlier: (revision: number) => `The QR code is of submission ${revision}; below is what holds now.`,
    unknown: 'It does not match: the QR code is of no submission of this project.',
    qr: 'QR code: address and content hash of this document',
  },
);
