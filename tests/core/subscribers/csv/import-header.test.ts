import { expect, test } from 'vitest'
import { findDelimiter, readHeader, recogniseProduct } from '../../../../core/subscribers/csv/import-header.ts'

test.each([
  [['Name', 'Phone'], undefined],
  [
    ['E-Mail Address', 'Name'],
    ['email', 'name'],
  ],
  [
    ['EMAIL', 'Address'],
    ['email', 'address'],
  ],
  [
    ['Email', 'email', '', 'Status'],
    ['email', false, false, 'status'],
  ],
])('the header %j is read as %j', (headers, names) => {
  expect(readHeader(headers)).toEqual(names)
})

test.each([
  ['email,name', ','],
  ['email;name;topics', ';'],
  ['email\tname', '\t'],
  ['email', ','],
])('the delimiter of %j is %j', (line, delimiter) => {
  expect(findDelimiter(line)).toBe(delimiter)
})

test.each([
  ['Email Address,First Name,OPTIN_TIME,LEID,EUID,NOTES,TAGS', 'Mailchimp'],
  ['email,active_subscription,expiry,plan,email_disabled,created_at', 'Substack'],
  ['id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at', 'Ghost'],
  ['email_address,creation_date,notes,metadata,tags,type', 'Buttondown'],
  ['first_name,email,status,created_at,tags', 'Kit'],
  ['uuid,email,name,attributes,status,created_at,updated_at', 'listmonk'],
  ['email,state,digest,topics,consent_source,consent_at', 'Postrider'],
  ['email,name', undefined],
])('%s is an export of %s', (header, product) => {
  expect(recogniseProduct(readHeader(header.split(',')) ?? [])).toBe(product)
})
