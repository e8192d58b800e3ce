import { downloadFile } from '@qiancheng/web-core';

/** The server names the file. */
export const downloadExport = (id: string): Promise<void> =>
  downloadFile(`sources/exports/${id}/file`, '生源信息.xlsx');
