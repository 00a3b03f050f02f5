/** The mailbox will not take it, however often it is tried. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}
