/** Return what shows problems and the state of the server over the page. */
export function overlay() {
  return { problems() {}, connected() {}, stopped() {}, newer() {} };
}
