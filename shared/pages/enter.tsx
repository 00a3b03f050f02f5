/**
 * For a form that acts on the boxes which are ticked: Enter on a box would press the form's first button. Where that is
 * this one, it presses none.
 */
export const EnterPressesNothing = () => <button type="submit" disabled hidden />;
