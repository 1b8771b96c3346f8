import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { type CsvRow, readHeader } from '../../../../core/subscribers/csv/import-header.ts'
import { parseImportRow } from '../../../../core/subscribers/csv/import-row.ts'
import { sampleSite } from '../../issues/sample-issue.ts'

const { publication } = sampleSite()

function importOf(csv: string) {
  const [row]: CsvRow[] = parse(csv, { columns: (headers: string[]) => readHeader(headers) ?? [] })
  const result = row && parseImportRow(row, publication)
  if (result?.kind !== 'subscriber') throw new Error('not imported')
  return result
}

test.each([
  ['Mailchimp', 'Email Address,First Name,Last Name\na@example.org,Ada,Lovelace', 'Ada Lovelace'],
  ['Mailchimp, merge tags', 'EMAIL,FNAME,LNAME\na@example.org,Ada,Lovelace', 'Ada Lovelace'],
  ['Ghost', 'id,email,name,note\n1,a@example.org,Ada Lovelace,x', 'Ada Lovelace'],
  ['listmonk', 'uuid,email,name,attributes,status\nu,a@example.org,Ada,{},enabled', 'Ada'],
  [
    'listmonk, attributes',
    'uuid,email,name,attributes,status\nu,a@example.org,,"{""first_name"":""Ada""}",enabled',
    'Ada',
  ],
  ['Substack', 'Email,Name\na@example.org,Ada', 'Ada'],
  ['Buttondown', 'email_address,metadata,tags\na@example.org,"{""name"": ""Ada"", ""n"": 1}",[]', 'Ada'],
  ['Kit', 'first_name,email,status\nAda,a@example.org,active', 'Ada'],
  ['Brevo', 'EMAIL,PRENOM,NOM\na@example.org,Ada,Lovelace', 'Ada Lovelace'],
  ['Mailtrain', 'email,MERGE_FIRST_NAME,MERGE_LAST_NAME\na@example.org,Ada,Lovelace', 'Ada Lovelace'],
  ['Newsletter', 'email;name;surname\na@example.org;Ada;Lovelace'.replaceAll(';', ','), 'Ada Lovelace'],
  ['camel case', 'email,firstName,lastName\na@example.org,Ada,Lovelace', 'Ada Lovelace'],
  ['display name', 'email,display_name,first name\na@example.org,Countess Ada,Ada', 'Countess Ada'],
  ['German', 'E-Mail,Vorname,Nachname\na@example.org,Jürgen,Groß', 'Jürgen Groß'],
  ['last name only', 'email,last name\na@example.org,Lovelace', 'Lovelace'],
  ['Chinese', 'email,first name,last name\na@example.org,小明,王', '王小明'],
  ['a whole name and a last name', 'email,name,last name\na@example.org,Ada Lovelace,Lovelace', 'Ada Lovelace'],
  ['an empty name', 'email,name,first name\na@example.org,null,Ada', 'Ada'],
  ['a formula', "email,name\na@example.org,'=Ada", '=Ada'],
  ['no name', 'email,name\na@example.org,', undefined],
  ['the address', 'email,name\na@example.org,A@example.org', undefined],
  ['broken JSON', 'email,metadata\na@example.org,{x', undefined],
])('%s: the name is read', (_product, csv, name) => {
  const { name: found, warnings } = importOf(csv)
  expect([found, warnings]).toEqual([name, []])
})

test.each([
  ['Buy at https://evil.example', 'name: Buy at https://evil.example looks like an address'],
  ['x'.repeat(101), 'is longer than a name, and was left out'],
  ['<script>', 'name: <script> is not a name, and was left out'],
])('the name %j is reported and left out, and the person is kept', (cell, warning) => {
  const { name, address, warnings } = importOf(`email,name\na@example.org,${cell}`)
  expect([name, address]).toEqual([undefined, 'a@example.org'])
  expect(warnings).toEqual([expect.stringContaining(warning)])
})
