"""Renames with the vendor's Python SDK and its defaults: rename.py BASE_URL CALLS WORKERS."""

import sys
from concurrent.futures import ThreadPoolExecutor

from datagrid_ai import Datagrid

base_url, calls, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
client = Datagrid(api_key="test", base_url=base_url)


def rename(i):
    try:
        return True, f"name {client.connections.update(f'conn_{i}', name='Sales').name}"
    except Exception as e:  # a failed call is what is counted
        return False, f"{type(e).__name__}: {e}"


with ThreadPoolExecutor(workers) as pool:
    results = list(pool.map(rename, range(calls)))

print(sum(not succeeded for succeeded, _ in results))
print(results[-1][1].replace("\n", " "))
