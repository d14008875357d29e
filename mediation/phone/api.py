"""REST of what comes with a dispute from a doorway."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.photos import MOST_BYTES, PhotoParser
from grid.rest.views import ApiView
from grid.rights import Right, requires
from mediation.phone import services
from mediation.phone.selectors import photos_of
from mediation.phone.serializers import DisputePhotoOut
from mediation.register.selectors import find_dispute


@requires(Right.DISPUTE_READ, Right.DISPUTE_REPORT)
class DisputePhotoList(Idempotent, ApiView):
    """The pictures of a dispute: that they are there; each is opened on the dispute's page."""

    parser_classes = (PhotoParser,)
    max_body_bytes = MOST_BYTES + 1
    is_sealed = True

    @extend_schema(operation_id="dispute_photos_list", responses={200: DisputePhotoOut(many=True)})
    def get(self, request: Request, dispute_number: str) -> Response:
        viewer = viewer_of(request)
        rows = photos_of(find_dispute(viewer, dispute_number), viewer)
        return self.paged(rows, lambda row: DisputePhotoOut(row).data)

    @extend_schema(
        operation_id="dispute_photos_add",
        request={"image/*": OpenApiTypes.BINARY},
        responses={201: DisputePhotoOut},
    )
    def post(self, request: Request, dispute_number: str) -> Response:
        viewer = viewer_of(request)
        dispute = find_dispute(viewer, dispute_number)
        made = services.keep_photo(dispute, by=viewer, picture=request.data)  # type: ignore[arg-type]  # of PhotoParser
        return Response(DisputePhotoOut(made).data, status=201)
