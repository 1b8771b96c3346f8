import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'

const client = DynamoDBDocumentClient.from(new DynamoDBClient())

/** Renders all counts as a page. */
export async function renderCounts(): Promise<string> {
  const lines: string[] = []
  for await (const { Items = [] } of paginateScan({ client }, { TableName: process.env.COUNTS })) {
    for (const { text, words } of Items) lines.push(`<li>${escapeText(String(text))}: ${words} words</li>`)
  }
  return `<!doctype html><meta charset="utf-8"><title>Word counts</title><ul>${lines.toSorted().join('')}</ul>`
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}
