// Renames with the vendor's TypeScript SDK and its defaults: rename.cjs BASE_URL CALLS WORKERS
const Datagrid = require('datagrid-ai');

const [baseURL, calls, workers] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const client = new Datagrid({ apiKey: 'test', baseURL });
let next = 0;
let failed = 0;
let last = '';

async function work() {
  while (next < calls) {
    const i = next++;
    try {
      last = `name ${(await client.connections.update(`conn_${i}`, { name: 'Sales' })).name}`;
    } catch (e) {
      failed++; // a failed call is what is counted
      last = `${e.constructor.name}: ${e.message}`;
    }
  }
}

Promise.all(Array.from({ length: workers }, work)).then(() => {
  console.log(failed);
  console.log(last.replace(/\n/g, ' '));
});
