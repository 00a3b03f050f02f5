import type { Delivery } from '../../shared/effects/mail/delivery.ts';
import { Undeliverable } from '../../shared/effects/mail/undeliverable.ts';
import { formerLetterSent, loadFormerLetter } from '../../shared/project/former-mailboxes.ts';

/**
 * Tells a mailbox that its person has another one now. A crash before it is noted tells it once more. One that refuses
 * the letter for good is gone, as it may be: nobody has to see to that.
 */
export async function tellFormerMailbox(delivery: Delivery, person: string, name: string): Promise<void> {
  const { database, rules, transport, settings, now } = delivery;
  const owed = await loadFormerLetter(database, person, name);
  if (!owed) return;
  // Loaded with the first letter: most runs write none.
  const { mailboxLetter } = await import('../../shared/effects/mail/mailbox-letter.tsx');
  const { contact } = await rules.load();
  const { lang = 'zh', mailbox, name: of } = owed;
  try {
    await transport({
      ...mailboxLetter({ lang, name: of }, { desk: `${settings.BASE_URL}/`, contact }),
      to: mailbox,
      reference: `${person}-${name}`,
    });
  } catch (error) {
    if (!(error instanceof Undeliverable)) throw error;
  }
  await formerLetterSent(database, person, name, now());
}
