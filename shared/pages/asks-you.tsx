import type { AsksReader } from '../contract/views.ts';
import type { Lang } from '../values/language.ts';
import { Due, ProvisionalNote } from './components.tsx';
import { common } from './words/common.ts';

/** That a project waits for the reader's decision, and the way there; nothing where it does not. */
export function AsksYou({ lang, asks }: { readonly lang: Lang; readonly asks: AsksReader | undefined }) {
  if (!asks) return null;
  const { projectId, deadline, overdue, deadlineProvisional } = asks;
  return (
    <section class="card asks-you">
      <div>
        <p>
          <b>{common[lang].asksYou}</b>{' '}
          <Due lang={lang} utc={deadline} overdue={overdue} provisional={deadlineProvisional} />
        </p>
        {deadlineProvisional && <ProvisionalNote lang={lang} />}
      </div>
      <a class="button primary" href={`/projects/${projectId}/decision`}>
        {common[lang].decide}
      </a>
    </section>
  );
}
