import type { Words } from '../../shared/values/language.ts';
import { type fields, isChina } from '../config.ts';

/** Settings as they are typed or stand in a file. */
export type Given = Readonly<Record<string, unknown>>;

export interface Question {
  readonly name: keyof typeof fields;
  readonly words: Words;
  /** Whether it is asked, after what was answered before. */
  readonly when?: (given: Given) => boolean;
  /** What an empty answer means where nothing is set yet. */
  readonly usual?: (given: Given) => string | undefined;
}

const inChina = ({ region }: Given): boolean =>
  isChina({ region: typeof region === 'string' ? region : undefined });
const bySes = ({ mailTransport }: Given): boolean => mailTransport !== 'smtp';

const byClamd = ({ fileScanner }: Given): boolean => fileScanner === 'clamd';

/** What a first deployment has to be asked; everything else has a default (`infra/countersign.schema.json`). */
export const questions: readonly Question[] = [
  {
    name: 'region',
    words: { zh: '部署到哪个 AWS 区域？', en: 'Which AWS region is it deployed to?' },
  },
  {
    name: 'account',
    words: { zh: '哪个 AWS 账号（12 位数字）？', en: 'Which AWS account (12 digits)?' },
  },
  {
    name: 'mailTransport',
    words: {
      zh: '怎样寄信？ses：用亚马逊的邮件服务；smtp：用本单位的邮件服务器。',
      en: 'How are mails sent? ses: by Amazon’s service; smtp: by a mail server of yours.',
    },
    usual: (given) => (inChina(given) ? 'smtp' : 'ses'),
  },
  {
    name: 'mailFrom',
    words: { zh: '信从哪个地址寄出？', en: 'Which address do mails come from?' },
  },
  {
    name: 'mailIdentity',
    words: {
      zh: 'SES 按什么认这个发件人？domain：域名（加三条 DNS 记录）；address：地址（点一封确认信）；existing：SES 里已经有了。',
      en: 'What does SES know this sender by? domain: its domain (three DNS records); address: the address (one click in a mail); existing: SES has it already.',
    },
    when: bySes,
    usual: () => 'domain',
  },
  {
    name: 'smtpSecretName',
    words: {
      zh: 'Secrets Manager 里哪个密钥存着邮件服务器的地址（smtps://用户:密码@主机）？',
      en: 'Which secret in Secrets Manager holds the mail server’s address (smtps://user:password@host)?',
    },
    when: (given) => !bySes(given),
  },
  {
    name: 'contact',
    words: {
      zh: '有疑问找谁（每封信末尾都有，例如“预算科 010-12345678”）？',
      en: 'Whom do people ask (at the foot of every mail, such as “Budget office, 010-12345678”)?',
    },
  },
  {
    name: 'issuer',
    words: {
      zh: '用本单位的统一身份认证（OIDC）吗？填其地址；留空则由 Cognito 寄验证码。',
      en: 'Is there an OIDC issuer of your own? Its address, or nothing for codes by mail (Cognito).',
    },
  },
  {
    name: 'clientId',
    words: { zh: '本系统在那里登记的客户端编号？', en: 'Which client is registered there for this product?' },
    when: ({ issuer }) => issuer !== undefined,
  },
  {
    name: 'domain',
    words: {
      zh: '用自己的域名吗（例如 huiqian.your-office.gov.cn）？留空则用 API Gateway 给的地址，以后可以再加。',
      en: 'Is there a host name of your own? Or nothing for the address that API Gateway gives; it can be added later.',
    },
  },
  {
    name: 'certificateArn',
    words: {
      zh: '该域名的证书（ACM 的 ARN，同一区域）？',
      en: 'Its certificate (an ARN of ACM, in the same region)?',
    },
    when: ({ domain }) => domain !== undefined,
  },
  {
    name: 'alarmEmail',
    words: {
      zh: '报警寄给谁（最好是几个人共看的邮箱）？',
      en: 'Who is told of alarms (best a mailbox that several people read)?',
    },
  },
  {
    name: 'budgetUsd',
    words: {
      zh: '账号每月花费超过多少美元时提醒？留空则不提醒。',
      en: 'From how many US dollars a month on is that mailbox told of the cost? Or nothing.',
    },
    when: (given) => given.alarmEmail !== undefined && !inChina(given),
  },
  {
    name: 'fileScanner',
    words: {
      zh: '附件用什么查毒？guardduty：亚马逊的服务（按大小收费，中国区没有）；clamd：本单位的 ClamAV；none：不查毒。',
      en: 'What scans attachments? guardduty: Amazon’s service (billed by size, not in China); clamd: a ClamAV of yours; none: nothing.',
    },
    usual: () => 'none',
  },
  {
    name: 'unscannedFiles',
    words: {
      zh: '没有查过毒的文件怎么办？mark：照收，注明“未查毒”；refuse：一律拒收（不查毒时，任何附件都交不上来）。',
      en: 'What becomes of files that were not scanned? mark: taken and marked so; refuse: refused (without a scanner nothing can be attached).',
    },
    usual: () => 'mark',
  },
  {
    name: 'clamdAddress',
    words: {
      zh: 'clamd 在哪里（主机:端口，例如 10.0.0.9:3310）？',
      en: 'Where is clamd (host:port, such as 10.0.0.9:3310)?',
    },
    when: byClamd,
  },
  {
    name: 'clamdSubnets',
    words: {
      zh: '从哪些子网能连到它（subnet-…，逗号分隔；子网要有 S3 和 DynamoDB 的网关终端节点）？',
      en: 'From which subnets is it reached (subnet-…, separated by commas; with gateway endpoints for S3 and DynamoDB)?',
    },
    when: byClamd,
  },
  {
    name: 'clamdSecurityGroups',
    words: {
      zh: '用哪些安全组（sg-…，逗号分隔）？',
      en: 'With which security groups (sg-…, separated by commas)?',
    },
    when: byClamd,
  },
];

/**
 * What is written beside the answers, so that a later change of the way of mail or of the issuer keeps, for one
 * deployment, what the running service still uses.
 */
export const written = (given: Given): Given => ({
  ...given,
  ...(bySes(given) && !inChina(given) ? { mailIdentity: given.mailIdentity ?? 'domain' } : {}),
  ...(given.issuer === undefined && !inChina(given) ? { userPool: true } : {}),
});
