/**
 * Enter behind the code presses what it was asked for. Without a script it tries, as in every field: the code stays.
 */
const code = document.querySelector<HTMLInputElement>('#code');
const asked = document.querySelector<HTMLButtonElement>('button[name="resend"]')?.value;
const decides = document.querySelector<HTMLButtonElement>(`button[name="outcome"][value="${asked}"]`);
if (code && decides)
  code.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    code.form?.requestSubmit(decides);
  });
