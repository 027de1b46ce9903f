/** What must not be in any answer: a stack, a path of the machine, a version of the software. */
export const leak =
  /node_modules|\bdist\/|\bsrc\/|\/tmp\/|\bat .+:\d+:\d+|fastify|node\.js|\bFST_|\bE[A-Z]{4,}:/i
