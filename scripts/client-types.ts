import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import ts from 'typescript'
import { parse } from 'yaml'

/** What `format: binary` is in a program: a string, which the generator makes of it, cannot hold it. */
const bytes = ts.factory.createUnionTypeNode([
  ts.factory.createTypeReferenceNode('Blob'),
  ts.factory.createTypeReferenceNode('ReadableStream', [
    ts.factory.createTypeReferenceNode('Uint8Array'),
  ]),
])

/** The types of the operations that the client calls, those of the door `files`, as the document has them. */
export async function clientTypes(yaml: string): Promise<string> {
  const document: OpenAPI3 = parse(yaml)
  const paths = Object.entries(document.paths ?? {}).filter(([path]) => /^\/files\b/.test(path))
  const declarations = await openapiTS(
    { ...document, paths: Object.fromEntries(paths) },
    {
      alphabetize: true,
      transform: ({ format }) => (format === 'binary' ? bytes : undefined),
    }
  )
  // Beside interfaces there are aliases of nothing.
  return astToString(declarations.filter((node) => ts.isInterfaceDeclaration(node)))
}
