import { createInterface } from 'node:readline/promises';
import { type Lang, say } from '../../shared/values/language.ts';

/** Whoever sits before a command. */
export interface Terminal {
  /** @throws Error in words, where nobody answers any more: Ctrl-D, or a script that has nothing to say */
  ask(text: string): Promise<string>;
  close(): void;
}

export function openTerminal(lang: Lang): Terminal {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const gone = new Promise<never>((_, refuse) => {
    lines.once('close', () => {
      const words = { zh: '\n没有回答，什么也没有改。', en: '\nNobody answered, and nothing was changed.' };
      refuse(new Error(say(words, lang)));
    });
  });
  // Closed when all was answered, it is news to nobody.
  gone.catch(() => {});
  return {
    ask: (text) => Promise.race([gone, lines.question(text)]),
    close: () => lines.close(),
  };
}
