/** Changes the rows of a table so that what is looked at stays where it is on the screen, and the focus where it was. */
export function keepingPlace(body: HTMLTableSectionElement, change: () => void): void {
  const focused = document.activeElement
  const looksFromTop = body.getBoundingClientRect().top >= 0
  const seen = looksFromTop
    ? undefined
    : [...body.rows].find((row) => row.getBoundingClientRect().top >= 0)
  const before = seen?.getBoundingClientRect().top ?? 0
  change()
  if (seen?.isConnected) window.scrollBy({ top: seen.getBoundingClientRect().top - before })
  const wasInside = focused instanceof HTMLElement && body.contains(focused)
  if (wasInside && document.activeElement !== focused) focused.focus({ preventScroll: true })
}
