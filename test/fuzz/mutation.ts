import type { Random } from './random.js'
import type { WireRequest } from './wire-request.js'

/** One way to spoil a request. */
export type Mutation = (request: WireRequest, random: Random) => WireRequest

/** One way to spoil bytes. */
export type ByteMutation = (bytes: Buffer, random: Random) => Buffer
