import { Module } from '@nestjs/common';
import { PersonalAccessModule } from '../../people/index.js';
import { SchoolsModule } from '../../schools/index.js';
import { TeacherSourceReviewController } from '../http/teacher-source-review.controller.js';
import { SourceNoticesModule } from '../notices/source-notices.module.js';
import { SourceRecordsModule } from '../records/source-records.module.js';
import { SourceStudentModule } from '../student/source-student.module.js';
import { DecideReport } from './decide-report.js';
import { RecordReports } from './record-reports.js';
import { RecordViews } from './record-views.js';
import { ReportPapers } from './report-papers.js';
import { RevealSource } from './reveal-source.js';
import { SaveSource } from './save-source.js';
import { SourceOpinions } from './source-opinions.js';
import { SourceQueues } from './source-queue.js';

/** One record under review, and the queue it stands in. */
@Module({
  imports: [SchoolsModule, SourceRecordsModule, SourceNoticesModule, SourceStudentModule, PersonalAccessModule],
  controllers: [TeacherSourceReviewController],
  providers: [
    DecideReport,
    RecordReports,
    RecordViews,
    ReportPapers,
    RevealSource,
    SaveSource,
    SourceOpinions,
    SourceQueues,
  ],
})
export class SourceReviewModule {}
