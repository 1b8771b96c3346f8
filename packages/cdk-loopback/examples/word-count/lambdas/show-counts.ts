import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { renderCounts } from './counts-table.ts'

/** Answers `GET /counts`. */
export async function handler(): Promise<APIGatewayProxyStructuredResultV2> {
  return { statusCode: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: await renderCounts() }
}
