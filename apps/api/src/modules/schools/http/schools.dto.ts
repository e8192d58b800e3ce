import { ApiProperty } from '@nestjs/swagger';
import { LATE_SUBMISSIONS, type LateSubmission } from '@qiancheng/shared';
import { Json } from '../../../platform/http/index.js';

const text = { type: String, nullable: true } as const;

export class CohortEntryView {
  @ApiProperty() key!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
}

export class SourceTermView {
  @ApiProperty({ format: 'date', description: '最后一天' }) until!: string;
  @ApiProperty({ enum: [...LATE_SUBMISSIONS], description: '过后：不接收（退回修改的除外），或也接收' })
  late!: LateSubmission;
}

export class CohortView {
  @ApiProperty() year!: number;
  @ApiProperty() label!: string;
  @ApiProperty({ description: '进行中；false 为只读' }) open!: boolean;
  @ApiProperty({ description: '本账号范围内的毕业生数' }) students!: number;
  @ApiProperty({ type: [CohortEntryView], description: '日程' }) schedule!: CohortEntryView[];
  @ApiProperty({ description: '日程在公开首页显示' }) public!: boolean;
  @ApiProperty({ type: SourceTermView, nullable: true, description: '生源信息提交的截止日' })
  sourceTerm!: SourceTermView | null;

  @ApiProperty({ type: 'integer' }) version!: number;
}

export class CohortList {
  @ApiProperty({ type: [CohortView] }) items!: CohortView[];
}

export class OrgClass {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() cohort!: number;
  @ApiProperty() majorId!: string;
  @ApiProperty(text) majorName!: string | null;
}

export class OrgCollege {
  @ApiProperty() id!: string;
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: [OrgClass] }) classes!: OrgClass[];
}

export class OrgCounsellor {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: [String], format: 'uuid', description: '带的班，在本账号范围内' }) classIds!: string[];
}

export class OrgView {
  @ApiProperty({ type: [OrgCollege] }) colleges!: OrgCollege[];
  @ApiProperty({ type: [OrgCounsellor], description: '按班级带学生的辅导员' }) counsellors!: OrgCounsellor[];
}

export class ChartState {
  @ApiProperty({ description: '状态；审核带级别和角色，如 REVIEW.1.college' }) id!: string;
  @ApiProperty() state!: string;
  @ApiProperty({ type: 'integer' }) reviewLevel!: number;
  @ApiProperty() label!: string;
  @ApiProperty({ enum: ['draft', 'waiting', 'review', 'signing', 'done', 'closed', 'hold'] }) kind!: string;
}

export class ChartEdge {
  @ApiProperty({ ...text, description: 'null：协议从这里开始' }) from!: string | null;
  @ApiProperty() to!: string;
  @ApiProperty() action!: string;
  @ApiProperty() label!: string;
  @ApiProperty() actor!: string;
  @ApiProperty({ ...text, description: '签章环节' }) slot!: string | null;
  @ApiProperty({ description: '作废、冻结等几乎处处可能的动作' }) exception!: boolean;
}

export class ChartParameter {
  @ApiProperty() key!: string;
  @ApiProperty() label!: string;
  @ApiProperty() value!: string;
  @ApiProperty() explain!: string;
}

export class ProcessChartView {
  @ApiProperty() variantLabel!: string;
  @ApiProperty({ type: [ChartState] }) states!: ChartState[];
  @ApiProperty({ type: [ChartEdge] }) edges!: ChartEdge[];
  @ApiProperty({ type: [ChartParameter] }) parameters!: ChartParameter[];
}

export class PreferenceView {
  @ApiProperty() key!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) value!: Record<string, unknown>;
}

export class PreferenceBody {
  @Json({ maxBytes: 16 * 1024 })
  value!: Record<string, unknown>;
}

export class SiteSchedule {
  @ApiProperty() label!: string;
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
  @ApiProperty({ enum: ['coming', 'open', 'closed'] }) state!: 'coming' | 'open' | 'closed';
}

export class SiteSchool {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty() cohort!: number;
  @ApiProperty({ type: [SiteSchedule] }) schedule!: SiteSchedule[];
}

export class SiteView {
  @ApiProperty({ description: '演示用的发件箱开着' }) outbox!: boolean;
  @ApiProperty({ enum: ['off', 'on', 'demo'], description: '微信登录；demo：用本站的页面代替微信' })
  wechat!: 'off' | 'on' | 'demo';
  @ApiProperty({ type: [SiteSchool] }) schools!: SiteSchool[];
}
