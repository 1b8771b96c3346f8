import { openDynamo } from '../../src/dynamodb/dynamodb-service.ts'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'

const [folder = ''] = process.argv.slice(2)
const { url } = await startAwsEndpoint({ dynamodb: openDynamo({ folder }) })
console.log(url)
