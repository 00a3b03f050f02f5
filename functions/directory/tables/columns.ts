import type { Words } from '../../../shared/values/language.ts';
import { type PieceForm, personForm, type Typed, unitForm } from '../piece-form.ts';
import { knownPosts, postName } from '../words/directory.ts';

/** Units and people as tables: what an export writes, an import reads. */

export interface Column {
  readonly key: string;
  /** Its heading, as it is exported. */
  readonly label: Words;
  /** What else offices call it; all are compared without blanks, brackets and case. */
  readonly synonyms: readonly string[];
}

export interface TableKind {
  readonly form: PieceForm;
  readonly columns: readonly Column[];
}

/** What columns are called, beside their labels on pages. */
const unitSynonyms: Readonly<Record<string, readonly string[]>> = {
  id: ['代码', '单位代码', '信用代码', '社会信用代码', '机构代码', 'code', 'uscc', 'unit code', 'id'],
  name: ['名称', '单位', '机构名称', 'unit', 'unit name'],
  address: ['单位地址', '办公地址', '通讯地址'],
  phone: ['联系电话', '办公电话', '电话号码', 'phone', 'tel'],
  contact: ['邮箱', '联系邮箱', '电子邮箱', '单位电子邮箱', 'contact', 'email', 'mailbox'],
  finance: ['财政单位', '财政部门', '财政审核单位代码', '财政单位代码', 'finance', 'finance code'],
  supervisor: ['主管单位', '主管部门代码', '上级部门', 'supervisor', 'supervisor code'],
  successor: ['承接单位代码', '撤并后单位', 'successor code'],
  posts: ['岗位人员', '岗位设置'],
};
const personSynonyms: Readonly<Record<string, readonly string[]>> = {
  id: ['工号', '用户名', '登录名', '人员编号', '职工编号', 'id', 'user', 'username'],
  name: ['名字', '人员姓名', 'full name'],
  email: ['电子邮箱', '电子邮件', '邮箱地址', '邮件地址', 'email', 'e-mail', 'mail'],
  unit: ['单位', '单位代码', '所属单位代码', '所在单位', '部门', 'unit code'],
  lang: ['语言', 'language', 'lang'],
};

const columnsOf = (form: PieceForm, synonyms: Readonly<Record<string, readonly string[]>>): Column[] =>
  [...form.fields, form.rows].flatMap(({ key, label }) =>
    synonyms[key] ? [{ key, label, synonyms: synonyms[key] }] : [],
  );

export const unitTable: TableKind = { form: unitForm, columns: columnsOf(unitForm, unitSynonyms) };
/** Absences come and go day by day: no table has them. */
export const personTable: TableKind = { form: personForm, columns: columnsOf(personForm, personSynonyms) };

/** Posts in one cell: `reviewer:zhang(li,wang); approver:zhao`. */
export const postsText = (rows: Typed['rows']): string =>
  rows
    .map(({ post = '', holder = '', delegates = '' }) => {
      const others = delegates.replaceAll('、', ',');
      return `${post}:${holder}${others === '' ? '' : `(${others})`}`;
    })
    .join('; ');

const POST = /^([^:：()（）]+)[:：]([^()（）]+)(?:[(（]([^()（）]*)[)）])?$/;

function postWord(text: string): string {
  const called = (post: string) => [post, postName(post, 'zh'), postName(post, 'en').toLowerCase()];
  return knownPosts.find((post) => called(post).includes(text.toLowerCase())) ?? text;
}

/** What such a cell says; null where it is written otherwise. */
export function postsIn(cell: string): Typed['rows'] | null {
  const parts = cell
    .split(/[;；\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const rows = parts.map((part) => {
    const [, post = '', holder = '', delegates = ''] = POST.exec(part) ?? [];
    return { post: postWord(post.trim()), holder: holder.trim(), delegates: delegates.trim() };
  });
  return rows.every(({ post, holder }) => post !== '' && holder !== '') ? rows : null;
}
