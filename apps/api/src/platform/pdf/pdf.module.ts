import { Module, type OnModuleInit } from '@nestjs/common';
import { NoQueue, QueuePort } from '../jobs/index.js';
import { PdfService } from './pdf.service.js';

@Module({ providers: [PdfService], exports: [PdfService] })
export class PdfModule implements OnModuleInit {
  constructor(
    private readonly pdf: PdfService,
    private readonly queues: QueuePort,
  ) {}

  /** A worker that cannot print does not start. Tests and commands drain jobs inline: they start the browser when they need it. */
  async onModuleInit(): Promise<void> {
    if (!(this.queues instanceof NoQueue)) await this.pdf.check();
  }
}
