import { FaultFs } from '../../../support/fs/fault-fs.js'
import { nativeError } from '../../../support/fs/native-error.js'

/** A file system that lies about its free space when told to, and whose faults have a method's name. */
export class WatchedFs extends FaultFs {
  free = Number.MAX_SAFE_INTEGER

  override async freeSpace(): Promise<number> {
    return this.free
  }

  /** The calls that change something, in their order. */
  get steps(): string[] {
    return this.calls.map(({ method, name }) => `${method} ${name}`)
  }

  /** Makes every such call from now on fail with a native code. */
  fail(method: string, code: string): void {
    this.intercept = (call) => {
      if (call.method === method) throw nativeError(code)
      return undefined
    }
  }

  heal(): void {
    this.intercept = () => undefined
  }
}
