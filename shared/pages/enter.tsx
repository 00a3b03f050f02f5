/**
 * For a form that acts on the boxes which are ticked: Enter on a box presses the form's first button that can be pressed.
 * This one closes the dialog that the form stands in; it stands in none.
 */
export const EnterPressesNothing = () => <button type="submit" formmethod="dialog" formnovalidate hidden />;
