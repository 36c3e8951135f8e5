/* A paste from a web page keeps its paragraphs, headings and emphasis: the clipboard's HTML goes along. */

export default function pasteHtml(field) {
  const area = field.form.elements.text;
  area.addEventListener("paste", ({ clipboardData }) => {
    const whole = area.selectionStart === 0 && area.selectionEnd === area.value.length;
    const html = clipboardData.getData("text/html");
    setTimeout(() => (field.value = whole ? html : "")); // after the input event that it makes
  });
  area.addEventListener("input", () => (field.value = "")); // what is typed afterwards counts as it stands
}
