/* In a text with gaps: the words that are selected, or the one at the cursor, become a gap. */

export default function gap(button) {
  const area = button.form.elements.text;
  button.hidden = false;
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", () => {
    const { value, selectionStart, selectionEnd } = area;
    const before = value.slice(0, selectionStart).match(/[\p{L}\p{N}'’-]*$/u)[0].length;
    const after = value.slice(selectionEnd).match(/^[\p{L}\p{N}'’-]*/u)[0].length;
    const [start, end] = selectionStart === selectionEnd ? [selectionStart - before, selectionEnd + after] : [selectionStart, selectionEnd];
    const words = value.slice(start, end).trim();
    area.focus();
    if (words.includes("[[") || words.includes("]]")) return;
    area.setRangeText(`[[${words}]]`, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
