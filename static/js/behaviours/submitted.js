/* On the result: the attempt is handed in, so nothing of it stays in this browser's outbox. */
import { forget } from "../lib/outbox.js";

export default function submitted(element) {
  forget(element.dataset.attempt);
}
