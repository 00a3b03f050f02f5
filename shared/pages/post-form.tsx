import type { ComponentChildren, JSX } from 'preact';

type PostFormProps = Omit<JSX.IntrinsicElements['form'], 'method'> & {
  readonly children?: ComponentChildren;
};

/**
 * A form that posts, with a key of its own: pressed twice, or sent again where no answer came, it is carried out once.
 * A browser that comes back to the page must not fill in the key of another one.
 */
export const PostForm = ({ children, ...form }: PostFormProps) => (
  <form method="post" {...form}>
    <input type="hidden" name="idempotencyKey" value={crypto.randomUUID()} autocomplete="off" />
    {children}
  </form>
);
