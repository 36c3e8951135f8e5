/* The QR code of a slip has the personal code behind a #, which no server is sent: it fills in the field, and goes. */

export default function personalCode(field) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!/^[\w-]{10,11}$/.test(code)) return;
  field.value ||= code;
  history.replaceState(null, "", location.pathname + location.search);
}
