import type { Figures } from './job.js'
import type { Row } from './rows.js'

/** The samples of every figure for every number of records, and the table made of them. */
export class Results {
  private readonly samples = new Map<number, Map<string, number[]>>()

  constructor(private readonly sizes: readonly number[]) {
    for (const size of sizes) this.samples.set(size, new Map())
  }

  add(records: number, figures: Figures, suffix = ''): void {
    const known = this.samples.get(records)
    for (const [name, values] of Object.entries(figures)) {
      const figure = name + suffix
      known?.set(figure, [...(known.get(figure) ?? []), ...values])
    }
  }

  /** Lines of a table in Markdown; what was not measured is left out. */
  table(rows: readonly Row[]): string[] {
    const titles = this.sizes.map((size) => size.toLocaleString('en'))
    const ratios = titles.slice(1).map((title) => `${title} : ${titles[0]}`)
    const head = ['', 'unit', ...titles, ...ratios, 'aim', 'met']
    const body = rows.filter(({ figure }) => this.has(figure)).map((row) => this.cells(row))
    const table = [head, head.map((_, at) => (at < 2 ? '---' : '---:')), ...body]
    const widths = head.map((_, at) => Math.max(...table.map((cells) => (cells[at] ?? '').length)))
    return table.map(
      (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
    )
  }

  private cells(row: Row): string[] {
    const { figure, unit, scale = 1, most, mostRatio } = row
    const all = this.sizes.map((size) => this.of(size, figure).map((value) => value * scale))
    const medians = all.map(median)
    const ratios = medians.slice(1).map((value) => value / (medians[0] as number))
    const aims = [
      ...(most === undefined
        ? []
        : [{ text: `≤ ${most}`, met: (medians.at(-1) as number) <= most }]),
      ...(mostRatio === undefined
        ? []
        : [{ text: `≤ ${mostRatio} : 1`, met: (ratios.at(-1) as number) <= mostRatio }]),
    ]
    return [
      figure,
      unit,
      ...all.map(shown),
      ...ratios.map((ratio) => ratio.toFixed(2)),
      aims.map(({ text }) => text).join(),
      aims.map(({ met }) => (met ? 'yes' : 'no')).join(),
    ]
  }

  private has(figure: string): boolean {
    return this.sizes.every((size) => this.of(size, figure).length > 0)
  }

  private of(size: number, figure: string): readonly number[] {
    return this.samples.get(size)?.get(figure) ?? []
  }
}

/** The median, and the least and the most where there was more than one. */
function shown(values: readonly number[]): string {
  const middle = digits(median(values))
  if (values.length === 1) return middle
  return `${middle} (${digits(Math.min(...values))}–${digits(Math.max(...values))})`
}

const digits = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(Math.abs(value) < 0.1 ? 2 : 3)

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2
}
