import { expect } from 'vitest'
import type { Client } from './client.js'

/** One line of the text format: a series and its value. */
interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const line =
  /^(?<name>[a-z_][a-z0-9_]*)(?:\{(?<labels>(?:[a-z_]+="[^"\\]*",?)+)\})? (?<value>[0-9.e+-]+|[+-]Inf)$/

/** What a server answers at /metrics, read strictly: a line that is no sample, comment or blank fails the test. */
export class Figures {
  private constructor(
    readonly text: string,
    readonly samples: readonly Sample[]
  ) {}

  static async of(client: Client): Promise<Figures> {
    const answer = await client.get('/metrics')
    expect(answer.status).toBe(200)
    return Figures.read(answer.text)
  }

  static read(text: string): Figures {
    const rows = text.split('\n').filter((row) => row !== '' && !row.startsWith('#'))
    return new Figures(text, rows.map(sample))
  }

  /** Each series once, without its value. */
  get series(): string[] {
    return this.samples.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`).sort()
  }

  /** The names of all metrics, as their types declare them. */
  get names(): string[] {
    return [...this.text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name as string)
  }

  has(name: string): boolean {
    return this.samples.some((entry) => entry.name === name)
  }

  /** The sum of all series of this name that have these labels. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.samples
      .filter((entry) => entry.name === name)
      .filter((entry) =>
        Object.entries(labels).every(([key, value]) => entry.labels[key] === value)
      )
      .reduce((total, { value }) => total + value, 0)
  }
}

function sample(row: string): Sample {
  const { name = '', labels = '', value = '' } = line.exec(row)?.groups ?? {}
  if (name === '') throw new Error(`not a sample: ${row}`)
  const pairs = [...labels.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, key, text]) => [key, text])
  return {
    name,
    labels: Object.fromEntries(pairs),
    value: Number(value.replace('Inf', 'Infinity')),
  }
}
