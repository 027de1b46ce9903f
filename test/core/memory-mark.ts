import type { StoreMark } from '../../src/core/ports/store-mark.js'

/** A mark in memory, with somebody who may act before it is claimed. */
export class MemoryMark implements StoreMark {
  claimed: string[] = []
  beforeClaim: () => void | Promise<void> = () => {}

  constructor(public id?: string) {}

  async storeId(): Promise<string | undefined> {
    return this.id
  }

  async claim(id: string): Promise<string> {
    await this.beforeClaim()
    this.claimed.push(id)
    this.id ??= id
    return this.id
  }
}
