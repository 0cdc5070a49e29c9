/** Letters, digits and hyphens, with no hyphen at either end: what a region's name and any other part of a host is. */
const HOST_LABEL = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i;

/** Whether a text can stand between two dots of a host. */
export function isHostLabel(text: string): boolean {
  return HOST_LABEL.test(text);
}
