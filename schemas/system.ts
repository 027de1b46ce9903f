import { type Static, Type } from '@sinclair/typebox'

/** The process answers. */
export const Liveness = Type.Object(
  { status: Type.Literal('ok') },
  { $id: 'Liveness', examples: [{ status: 'ok' }] }
)
export type Liveness = Static<typeof Liveness>

const CheckStatus = Type.Unsafe<'ok' | 'degraded' | 'failed'>({
  type: 'string',
  enum: ['ok', 'degraded', 'failed'],
  description: '`degraded`: some files cannot be served, everything else can.',
})

/** Whether the service can take and serve files, check by check. */
export const Readiness = Type.Object(
  {
    status: CheckStatus,
    checks: Type.Array(
      Type.Object({
        name: Type.String({ examples: ['metadata'] }),
        status: CheckStatus,
        detail: Type.Optional(Type.String({ description: 'What is wrong.' })),
      })
    ),
  },
  { $id: 'Readiness' }
)
export type Readiness = Static<typeof Readiness>
