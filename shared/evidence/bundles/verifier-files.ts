import page from 'verifier:page';
import script from 'verifier:script';

/** The two forms of the verifier, as text: built by the bundler from the same release, and loaded when they are needed. */
export const verifier = { script, page };
