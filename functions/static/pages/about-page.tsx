import { catalogue, type Lang } from '../../../shared/values/language.ts';

const words = catalogue(
  {
    title: '会签是什么',
    lead: '项目支出预算从填报、财政审核到审批，都在这里办理。每一步由谁、在什么时候、作出什么决定，都记入不能悄悄改动的历史。',
    way: '一个项目怎么走',
    declared: '填报：单位经办人在线填写申报书，也可以导入去年的文件；系统随时核对金额和绩效指标',
    submitted: '提交：核对一遍再确认；单位设有负责人审签的，先审签',
    reviewed: '审核：财政审核岗收到邮件，点开链接就能办理，可以同意、核减或退回修改',
    approved: '审批：审批岗作出最后决定；结果用邮件告知单位，并生成可以打印的正式文件',
    who: '您要做什么',
    submitter: '单位经办人',
    submitterDoes: '登录后点“填写项目申报书”。不必一次填完：内容自动保存，退回的项目在工作台最前面。',
    decider: '审核人、审批人',
    deciderDoes:
      '点开邮件里的链接，手机上也能办；事项多时，登录到工作台集中办理，也可以改为每天只收一封汇总邮件。',
    auditor: '审计人员',
    auditorDoes: '登录后按项目、人员、单位和时间查询每一步，验证历史是否完整，下载可以离线核验的证据包。',
    first: '第一次使用',
    firstHow: '用单位登记的邮箱登录。如果提示名录中没有您的账号，请联系本系统的管理员，将您加入机构名录。',
    signIn: '登录',
  },
  {
    title: 'About Countersign',
    lead: 'Budget projects are declared, reviewed and approved here. Who decided what, and when, is kept in a history that cannot be altered unnoticed.',
    way: 'How a project moves',
    declared:
      'Declaration: a unit fills in the form online, or imports last year’s file; amounts and performance indicators are checked along the way',
    submitted:
      'Submission: check once more and confirm; where the unit has a head who signs off, that comes first',
    reviewed:
      'Review: the finance reviewer receives a mail and decides from its link: approve, cut, or return for changes',
    approved:
      'Approval: the approver makes the final decision; the unit is informed by mail, and the official document can be printed',
    who: 'What you do here',
    submitter: 'Submitters',
    submitterDoes:
      'Sign in and start a new declaration. There is no need to finish in one go: what you type is saved, and returned projects come first on your desk.',
    decider: 'Reviewers and approvers',
    deciderDoes:
      'Open the link in the mail, on a phone if you like. When there is a lot to decide, sign in and work through your desk; you can also choose one daily digest instead of a mail for each.',
    auditor: 'Auditors',
    auditorDoes:
      'Sign in and search every step by project, person, unit and time, verify that the history is intact, and download evidence that can be verified offline.',
    first: 'The first time',
    firstHow:
      'Sign in with the mailbox registered by your office. If you are told that the directory does not know your account, ask the administrator to add you.',
    signIn: 'Sign in',
  },
);

/** What this is and how to begin, for whoever comes here the first time; nobody need be signed in. */
export function AboutPage({ lang }: { readonly lang: Lang }) {
  const said = words[lang];
  const parts = [
    [said.submitter, said.submitterDoes],
    [said.decider, said.deciderDoes],
    [said.auditor, said.auditorDoes],
    [said.first, said.firstHow],
  ] as const;
  return (
    <div class="page narrow">
      <h1>{said.title}</h1>
      <p>{said.lead}</p>
      <section class="card">
        <h2>{said.way}</h2>
        <ol class="way">
          {[said.declared, said.submitted, said.reviewed, said.approved].map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <section class="card">
        <h2>{said.who}</h2>
        {parts.map(([who, does]) => (
          <div key={who}>
            <h3>{who}</h3>
            <p>{does}</p>
          </div>
        ))}
      </section>
      <p class="links">
        <a class="button primary" href="/sign-in">
          {said.signIn}
        </a>
      </p>
    </div>
  );
}

export const aboutTitle = (lang: Lang): string => words[lang].title;
