import { describe, expect, it } from '@jest/globals';
import { attachment, fileNameOf } from '../../../shared/document/file-name.ts';
import { makeDocument } from '../../../shared/document/make-document.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aDocumentSource } from '../../builders/document.ts';

const named = (title: string, approved = false) =>
  fileNameOf(
    makeDocument(
      aDocumentSource({
        declaration: aDeclaration({ title }),
        project: approved ? { state: 'approved', approvedFen: 1 } : {},
      }),
    ),
    'docx',
  );

describe('the name of the file', () => {
  it('is the title, and says what is still a draft for submission', () => {
    expect(named('安全生产月')).toBe('2021年安全生产月项目（申报稿）.docx');
    expect(named('安全生产月', true)).toBe('2021年安全生产月项目.docx');
  });

  it('holds nothing that a file system or a header refuses', () => {
    expect(named('a/b\\c:d*e?f"g<h>i|j\nk')).toBe('2021年a_b_c_d_e_f_g_h_i_j_k项目（申报稿）.docx');
    expect([...named('长'.repeat(300))].length).toBeLessThan(100);
  });
});

it('travels as RFC 8187 writes it, beside a plain one', () => {
  const header = attachment("五'(进)*.docx", '2021-7K3M-9QXD.docx');
  expect(header).toBe(
    'attachment; filename="2021-7K3M-9QXD.docx"; filename*=UTF-8\'\'%E4%BA%94%27%28%E8%BF%9B%29%2A.docx',
  );
});
