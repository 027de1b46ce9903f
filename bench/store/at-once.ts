/** Does the work `count` times, so many at once, and tells the milliseconds that one took of the whole. */
export async function atOnce(
  most: number,
  count: number,
  work: (number: number) => Promise<unknown>
): Promise<number> {
  let next = 0
  const worker = async () => {
    while (next < count) await work(next++)
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: most }, worker))
  return (performance.now() - start) / count
}
