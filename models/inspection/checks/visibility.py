"""Whether what may be seen was reviewed, is in time, and was changed by two persons (M1, M9, M18, B5)."""

from sqlalchemy import func, or_, select

from models import clock
from models.access.visible_items import visible_items
from models.catalogue.catalogue import catalogue, read_catalogue
from models.catalogue.grants import Grant, edition_in_force, valid_editions
from models.catalogue.recorded import Standing, standing
from models.inspection.check import NOTHING_TO_CHECK, Answer, Check, Ground, Result, decided, nobody
from models.organisations.kinds import kinds_in_use
from models.reviewing.cells import cells_of, digest_of
from models.reviewing.review_dates import count_overdue


def catalogue_recorded(ground: Ground) -> Answer:
    """The catalogue this process runs with is the one the database was told of."""
    number = len(catalogue().items)
    return decided(
        standing(ground.session) is not Standing.ANOTHER,
        f"閲覧項目 {number:,} 件の一覧が、記録された一覧と一致しています。",
        "この版の項目一覧は、記録された一覧と違います。",
    )


def grants_in_force(ground: Ground) -> Answer:
    """There is an edition in force, and it has been reviewed."""
    edition = edition_in_force(ground.session, ground.now)
    if edition is None:
        return Answer(Result.UNKNOWN, "閲覧権限の版がまだなく、誰にも何も見えません。")
    return decided(
        not edition.proposal,
        f"閲覧権限は第{edition.number}版です。",
        f"閲覧権限の第{edition.number}版は提案のままで、点検者が確認していない許可を含みます。",
    )


def grants_grounded(ground: Ground) -> Answer:
    """Every grant in force names its ground, its reviewer and a day that is not yet to come."""
    edition = edition_in_force(ground.session, ground.now)
    if edition is None:
        return Answer(Result.UNKNOWN, "閲覧権限の版がまだありません。")
    today = clock.day_in_japan(ground.now)
    mine = Grant.edition == edition.number
    number = ground.session.scalar(select(func.count()).select_from(Grant).where(mine)) or 0
    lacking = or_(Grant.ground == "", Grant.reference == "", Grant.reviewer == "", Grant.reviewed_on > today)
    chosen = select(Grant.item, Grant.attribute).where(mine, lacking).order_by(Grant.item, Grant.attribute)
    offenders = [f"{item}／{attribute}" for item, attribute in ground.session.execute(chosen)]
    return nobody(
        offenders,
        f"許可 {number:,} 件のすべてに、根拠、点検者、点検日があります。",
        "根拠、点検者又は点検日のない許可があります",
        among=number,
    )


def reviews_in_time(ground: Ground) -> Answer:
    """No grant in force is overdue for review."""
    if edition_in_force(ground.session, ground.now) is None:
        return Answer(Result.NOTHING, NOTHING_TO_CHECK)
    overdue = count_overdue(ground.session)
    return decided(
        not overdue, "点検の期限を過ぎた許可はありません。", f"点検の期限を過ぎた許可が {overdue:,} 件あります。"
    )


def editions_by_two(ground: Ground) -> Answer:
    """Every edition that somebody proposed was approved by somebody else."""
    found = ground.session.scalars(valid_editions()).all()
    proposed = [one for one in found if one.proposed_by is not None or one.based_on is not None]
    offenders = [f"第{one.number}版" for one in proposed if one.approved_by in {None, one.proposed_by}]
    return nobody(
        offenders,
        f"{len(found):,} 版のうち変更の {len(proposed):,} 版は、すべて別の二人によります。",
        "二人によらない版があります",
        among=len(proposed),
    )


def edition_unchanged(ground: Ground) -> Answer:
    """The grants in force are those whose digest was recorded when they were approved."""
    edition = edition_in_force(ground.session, ground.now)
    if edition is None or not edition.sha256:
        return Answer(Result.UNKNOWN, "要約値が記録された版は、まだ発効していません。")
    return decided(
        digest_of(cells_of(ground.session, edition.number)) == edition.sha256,
        f"第{edition.number}版の許可の要約値は、承認時の値と一致しました。",
        f"第{edition.number}版の許可が、承認されたものと違います。",
    )


def shown_granted(ground: Ground) -> Answer:
    """What this process shows is what the database grants: every item shown can be explained by its grant."""
    edition = edition_in_force(ground.session, ground.now)
    if edition is None:
        return Answer(Result.UNKNOWN, "閲覧権限の版がまだありません。")
    granted = set(
        ground.session.execute(select(Grant.attribute, Grant.item).where(Grant.edition == edition.number)).all()
    )
    shown = [
        (kind.value, item) for kind in kinds_in_use() for item in visible_items(ground.session, kind, ground.now).by_key
    ]
    offenders = [f"{item}／{kind}" for kind, item in sorted(shown) if (kind, item) not in granted]
    fine = f"見せている {len(shown):,} 件（項目と利用者属性の組合せ）のすべてに、示せる許可があります。"
    return nobody(offenders, fine, among=len(shown), wrong="許可がないのに見せている項目があります")


def register_is_data(ground: Ground) -> Answer:
    """Items, attributes, sections and grounds are read from files, and these can be read again as they are."""
    folder = ground.settings.catalogue_folder
    read = read_catalogue(folder)
    return decided(
        read.digest == catalogue().digest,
        f"項目 {len(read.items):,}、利用者属性 {len(read.attributes)}、区分 {len(read.sections)} を、"
        "一式のファイルから読み直せました。",
        "使用中の項目の一式が、ファイルと違います。サービスを再起動してください。",
    )


CHECKS = (
    Check("catalogue-recorded", "M1", "登録簿の項目", "項目の一覧と、データベースの記録", catalogue_recorded),
    Check("grants-in-force", "M9", "閲覧権限の版", "発効中の版", grants_in_force),
    Check("grants-grounded", "M9", "許可の根拠", "発効中の許可の根拠、点検者、点検日", grants_grounded),
    Check("reviews-in-time", "M9", "許可の定期の点検", "発効中の許可の点検の期限", reviews_in_time),
    Check(
        "shown-granted", "B2", "見えるものに理由があること", "この処理が見せる項目と、データベースの許可", shown_granted
    ),
    Check(
        "register-is-data", "M18", "登録簿の定義がデータであること", "使用中の項目の一式のファイル", register_is_data
    ),
    Check("editions-by-two", "B5", "二人による変更", "閲覧権限のすべての版の提案者と承認者", editions_by_two),
    Check("edition-unchanged", "B5", "発効中の版が変えられていないこと", "発効中の許可の要約値", edition_unchanged),
)
